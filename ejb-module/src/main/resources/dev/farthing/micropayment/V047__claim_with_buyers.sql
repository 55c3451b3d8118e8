-- As the function of the same name without identifiers, which stays for nodes that still run the build before. Also tells by its code
-- which customer an identifier stands for: that never changes, so that the accounts can be asked for together with the consents.
create function claim_submissions(
    the_calendar integer, vendors text[], names text[], fingerprints text[], decisions uuid[], signers text[], identifiers text[],
    the_time timestamptz)
  returns table (
    business_day date, decision uuid, vendor bigint, code text, active boolean, authentic boolean, claimed boolean, customer text)
language plpgsql volatile as $$
#variable_conflict use_column
declare
  open_day date := enter_gate(the_calendar);
begin
  if open_day is null then
    return;
  end if;
  return query
    with asked as (
      select v.id as vendor, v.code, v.status = 'ACTIVE' as active, k.name, k.fingerprint, k.decision, k.place, u.code as customer,
             k.signer is null or k.signer in (
               select kid from vendor_key
                where kid = any(signers) and usage = 'SIGNING'
                  and (state = 'ACTIVE' or (state = 'VERIFY_ONLY' and retires_at > the_time))) as authentic
        from unnest(vendors, names, fingerprints, decisions, signers, identifiers)
          with ordinality as k (vendor, name, fingerprint, decision, signer, identifier, place)
        join vendor v on v.code = k.vendor
        left join consent c on c.vendor_id = v.id and c.identifier = k.identifier
        left join customer u on u.id = c.customer_id),
    first as (
      insert into submission (vendor_id, submission_id, fingerprint, business_date, payment_id)
      select vendor, name, decode(fingerprint, 'hex'), open_day, decision
        from asked
       where authentic
       order by vendor, name, place
      on conflict do nothing
      returning payment_id)
    select open_day, a.decision, a.vendor, a.code, a.active, a.authentic, f.payment_id is not null, a.customer
      from asked a
      left join first f on f.payment_id = a.decision;
end
$$;
