-- Disputes that a partner referred, each by the partner's own number.

CREATE TABLE partner_referral (
    dispute_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    matter text NOT NULL,
    reference text NOT NULL,
    letter_number text,
    letter_on date,
    received_on date,
    deadline_on date,
    consent_by text,
    consent_on date,
    contact_sealed text,
    papers jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT partner_referral_pk PRIMARY KEY (dispute_id),
    CONSTRAINT partner_referral_reference UNIQUE (partner_id, reference),
    CONSTRAINT partner_referral_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT partner_referral_partner_fk FOREIGN KEY (partner_id) REFERENCES exchange_partner (id)
);
