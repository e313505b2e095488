package ai.superit.halo.simulator;

/// How many rows of each kind a tenant holds, deleted tickets included.
public record RowCounts(int clients, int sites, int users, int assets, int tickets, int actions) {}
