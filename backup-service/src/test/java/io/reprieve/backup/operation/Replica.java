package io.reprieve.backup.operation;

import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/** This very process as one replica among others. */
public final class Replica {
    private Replica() {}

    /** Something tried. */
    public interface Trial {
        void run() throws Exception;
    }

    /** Leaves all work to other replicas meanwhile, and still takes orders. */
    public static void resting(WorkQueue queue, Trial trial) throws Exception {
        WorkQueue real = ClientProxy.unwrap(queue);
        real.stop(new ShutdownEvent());
        try {
            trial.run();
        } finally {
            real.start(new StartupEvent());
        }
    }
}
