import { z } from 'zod';
import { Decimal } from '#libs/kernel';
import type { Assurance } from '../placement/knowledge';
import { Evidence, PersonId, RubricCode } from '../vocabulary';
import type { InputFact, Profile, RevenueFact } from './account.events';

// A part of the storage format of facts: add optional fields, never rename, retype or remove one.

/** The rubric that was filled in, and the answer to each of its questions. */
const Filled = z.object({
  rubric: RubricCode,
  version: z.int().min(1),
  answers: z.record(z.string().max(128), z.string().max(2000)),
});

/** The model that proposed the value; a model proposes, and only policy or an approved override assigns. */
const Model = z.object({
  id: z.string().min(1).max(128),
  version: z.string().min(1).max(64),
  /** The model's own, from 0 to 1. */
  confidence: Decimal,
});

/** What stands behind the value of a fact. */
export const Provenance = z.object({
  assessors: z.array(PersonId).max(20).optional(),
  evidence: z.array(Evidence).max(50).optional(),
  rubric: Filled.optional(),
  model: Model.optional(),
  /** Whether an assessor is somebody other than the account's owner, as known when it was recorded. */
  independent: z.boolean().optional(),
});
export type Provenance = z.infer<typeof Provenance>;

/** Profile attributes that name who looks after an account, beside its owner's seat. */
const ownerAttributes = ['owner', 'csm'];

/** Everybody who counts as the owner of an account. */
const ownersOf = ({ ownerSeat, attributes }: Profile): ReadonlySet<string> =>
  new Set(
    [ownerSeat, ...ownerAttributes.map((name) => attributes[name])]
      .filter((name) => name !== null && name !== undefined)
      .map(sameName),
  );

/** Names that differ in case or in spaces about them are one person's. */
const sameName = (name: string): string => name.trim().toLowerCase();

/** A fact as it is recorded: where somebody assessed it, with whether that was not the account's owner alone. */
export const vouchedFor = <Fact extends InputFact | RevenueFact>(fact: Fact, profile: Profile): Fact => {
  if (!('provenance' in fact) || fact.provenance === undefined) return fact;
  const { independent: _, ...told } = fact.provenance;
  if (!told.assessors?.length) return { ...fact, provenance: told };
  const owners = ownersOf(profile);
  const independent = told.assessors.some((name) => !owners.has(sameName(name)));
  return { ...fact, provenance: { ...told, independent } };
};

/** What a measure can ask of what stands behind a fact; undefined where nothing does. */
export const assuranceOf = (provenance: Provenance | null | undefined): Assurance | undefined =>
  provenance
    ? {
        evidence: (provenance.evidence ?? []).length > 0,
        independent: provenance.independent ?? null,
        confidence: provenance.model?.confidence ?? null,
      }
    : undefined;
