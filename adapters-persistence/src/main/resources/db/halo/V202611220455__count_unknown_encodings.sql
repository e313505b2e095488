alter table refused_delivery drop constraint refused_delivery_reason;
alter table refused_delivery add constraint refused_delivery_reason check (
  reason in (
    'SENDER_NOT_ALLOWED', 'NOT_HTTPS', 'NOT_AUTHENTIC', 'TOO_MANY', 'TOO_LARGE',
    'UNKNOWN_ENCODING'));
