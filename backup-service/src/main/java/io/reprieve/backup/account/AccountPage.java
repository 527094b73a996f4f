package io.reprieve.backup.account;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * One page of accounts.
 *
 * @param items the accounts
 * @param next cursor of the next page; null on the last
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AccountPage(List<AccountView> items, String next) {}
