package io.reprieve.cabinet;

import java.util.List;

/**
 * The accounts the incident is told with. Their keys are the same in a Cabinet of any size.
 *
 * @param doubled holds the data of a customer that CPQ provisioned twice
 * @param emptyDouble its empty twin, recognisable: same name, domain, CRM number and owner
 * @param blindSpot holds the data of another such customer
 * @param hiddenTwin its empty twin, which nothing links to it: other name, other domain, no number in common
 * @param bystander somebody else's account, which no clean-up should ever touch
 */
public record Cast(Member doubled, Member emptyDouble, Member blindSpot, Member hiddenTwin, Member bystander) {

    /** One account of the cast. A null id means that the account has none in that system. */
    public record Member(
            String key, String name, String domain, String crmId, String cpqId, String billingId, int weight) {}

    static final Cast INCIDENT = new Cast(
            new Member("1003", "Harrow & Finch LLP", "harrowfinch.example", "CRM-204417", "Q-881203", "B-51077", 120),
            new Member("1004", "Harrow & Finch LLP", "harrowfinch.example", "CRM-204417", "Q-881204", null, 0),
            new Member(
                    "1007",
                    "Aldermoor Surveyors",
                    "aldermoor-surveyors.example",
                    "CRM-118820",
                    "Q-700311",
                    "B-40218",
                    160),
            new Member("1008", "Tessellate Property Group", "tessellate.example", "CRM-990016", "Q-993350", null, 0),
            new Member(
                    "1010", "Kestrel Yacht Charter", "kestrelyachts.example", "CRM-310245", "Q-710922", "B-40991", 60));

    List<Member> members() {
        return List.of(doubled, emptyDouble, blindSpot, hiddenTwin, bystander);
    }
}
