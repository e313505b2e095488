create index rejected_row_listed on rejected_row (connection_id, first_seen_at desc, resource desc, digest desc);
