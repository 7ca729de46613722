import { z } from 'zod';

/** Text without control characters, up to a length. */
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text), 'Text without control characters.');

/** An account's identifier in the source system; the client gives it. */
export const ExternalId = line(128).brand<'ExternalId'>();
export type ExternalId = z.infer<typeof ExternalId>;

/** Identifies a fact within its account; the client gives it, or the import derives it. */
export const FactId = line(128).brand<'FactId'>();
export type FactId = z.infer<typeof FactId>;

export const SchemeCode = line(128).brand<'SchemeCode'>();
export type SchemeCode = z.infer<typeof SchemeCode>;

export const TierCode = line(128).brand<'TierCode'>();
export type TierCode = z.infer<typeof TierCode>;

/** What a fact measures: `acv`, `marginPct`, `healthBand`. */
export const Measure = line(64).brand<'Measure'>();
export type Measure = z.infer<typeof Measure>;

/** What a fact says: a decimal, a day, or a word. Always text. */
export const FactValue = line(256).brand<'FactValue'>();
export type FactValue = z.infer<typeof FactValue>;

/** What the tier is about: the account itself, or one of its service lines. */
export const View = line(128).brand<'View'>();
export type View = z.infer<typeof View>;
export const accountView = View.parse('ACCOUNT');

/** A line of the business that an account is served by: `hosting`, `consulting`. */
export const ServiceLine = line(64).brand<'ServiceLine'>();
export type ServiceLine = z.infer<typeof ServiceLine>;

const serviceLinePrefix = 'SERVICE_LINE:';

/** The view that is about a service line. */
export const viewOfLine = (serviceLine: ServiceLine): View =>
  View.parse(`${serviceLinePrefix}${serviceLine}`);

/** The service line that a view is about; null where it is about none. */
export const lineOfView = (view: string): ServiceLine | null =>
  view.startsWith(serviceLinePrefix)
    ? (ServiceLine.safeParse(view.slice(serviceLinePrefix.length)).data ?? null)
    : null;

/** A person as the token names them. */
export const PersonId = line(256).brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** A chair in the organisation, whoever sits in it: `emea-enterprise`. */
export const Seat = line(128).brand<'Seat'>();
export type Seat = z.infer<typeof Seat>;

/** A decision that an account stands otherwise than its policy computes. */
export const OverrideId = z.uuid().brand<'OverrideId'>();
export type OverrideId = z.infer<typeof OverrideId>;

/** A quarter's review of a scheme. */
export const ReviewId = z.uuid().brand<'ReviewId'>();
export type ReviewId = z.infer<typeof ReviewId>;

/** A questionnaire by which accounts are assessed. */
export const RubricCode = line(64).brand<'RubricCode'>();
export type RubricCode = z.infer<typeof RubricCode>;

/** The SHA-256 of bytes, in lower-case hexadecimal. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A file by the SHA-256 of its bytes, and what it is called. */
export const Evidence = z.object({ sha256: Sha256, name: line(256) });
export type Evidence = z.infer<typeof Evidence>;

/** Free text a person wrote: reasons, names. */
export const Prose = z.string().min(1).max(2000);

/** Why the past changed: a fact came late, a fact was wrong, or somebody decided backwards. */
export const RetroKind = z.enum(['LATE_FACT', 'ERROR_CORRECTION', 'RETRO_DECISION']);
export type RetroKind = z.infer<typeof RetroKind>;
