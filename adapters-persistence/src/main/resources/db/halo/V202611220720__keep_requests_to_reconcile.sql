comment on column delivery_proof.answering is 'Whether somebody had asked for the round that is under way, or for one that was begun and not finished';
