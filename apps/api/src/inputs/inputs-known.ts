import { Injectable } from '@nestjs/common';
import {
  builtInInputs,
  type InputEntry,
  judgeOf,
  type Measure,
  policyOn,
  type PolicyInForce,
  type Required,
  schemeKnowledge,
  type Scope,
} from '#libs/domain';
import { EventStore, type Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { readScheme } from '#libs/runs';
import { InputCatalogue, Schemes } from '#libs/views';
import { notFound } from '../http/problem';
import type { CataloguedInput } from './input';

type Described = Pick<CataloguedInput, 'origin' | 'revision'> & { readonly entry: InputEntry };
type ReadBy = CataloguedInput['readBy'][number];

/** The catalogue of inputs, with what policies read of it. */
@Injectable()
export class InputsKnown {
  constructor(
    private readonly catalogue: InputCatalogue,
    private readonly schemes: Schemes,
    private readonly store: EventStore,
  ) {}

  /** What is said of measures: by the tenant, else by the product. */
  async described(at: Position): Promise<ReadonlyMap<Measure, Described>> {
    const shipped = [...builtInInputs].map(
      ([measure, entry]) => [measure, { entry, origin: 'built-in', revision: null }] as const,
    );
    const told = (await this.catalogue.entries(at)).map(
      ({ measure, entry, revision }) => [measure, { entry, origin: 'tenant', revision }] as const,
    );
    return new Map<Measure, Described>([...shipped, ...told]);
  }

  /** Every measure that is described, read by a policy in force, or has facts. */
  async list(on: Day, at: Position, inside: Scope | null): Promise<CataloguedInput[]> {
    const described = await this.described(at);
    const facts = await this.catalogue.within(inside).factsByMeasure(at);
    const read = await this.readBy(on, at);
    const measures = [...new Set([...described.keys(), ...read.keys(), ...facts.keys()])].sort();
    return measures.map((measure) => {
      const readBy = read.get(measure) ?? [];
      const about = { measure, readBy, facts: facts.get(measure) ?? 0 };
      const said = described.get(measure);
      if (said) return { ...about, ...said.entry, origin: said.origin, revision: said.revision };
      return { ...about, ...undescribed(measure), origin: readBy.length > 0 ? 'policy' : 'facts' };
    });
  }

  /** The policy of a scheme in force on a day. @throws Problem 404 when none is */
  async policy(scheme: string, on: Day, at: Position): Promise<PolicyInForce> {
    const policy = policyOn(schemeKnowledge(await readScheme(this.store, scheme, at)), on);
    if (policy) return policy;
    throw notFound(`No policy of ${scheme} is in force on ${on}: ask for a day on which one is.`);
  }

  /** What the catalogue asks for of accounts at a tier, beside what the policy reads. */
  required(described: ReadonlyMap<Measure, Described>, scheme: string, tier: string | null): Required[] {
    return [...described]
      .filter(([, { entry }]) =>
        entry.requiredByTiers.some(
          (one) => one.scheme === scheme && one.tiers.some((named) => named === tier),
        ),
      )
      .map(([measure, { entry }]) => ({ measure, freshnessDays: entry.freshnessDays }));
  }

  /** By the measure of the facts; what revenue and other measures give, by the name it has in the policy. */
  private async readBy(on: Day, at: Position): Promise<ReadonlyMap<Measure, ReadBy[]>> {
    const read = new Map<Measure, ReadBy[]>();
    for (const { scheme } of await this.schemes.all()) {
      const policy = policyOn(schemeKnowledge(await readScheme(this.store, scheme, at)), on);
      if (!policy) continue;
      const { version, document } = policy;
      for (const { measure: as, definition } of judgeOf(document).reads) {
        const isFact = 'fact' in definition;
        const measure = isFact ? definition.fact : as;
        const freshnessDays = (isFact ? definition.freshnessDays : undefined) ?? null;
        read.set(measure, [...(read.get(measure) ?? []), { scheme, version, as, freshnessDays }]);
      }
    }
    return read;
  }
}

const undescribed = (measure: Measure) => ({
  ...{ label: measure, group: null, unit: null, source: null, freshnessDays: null, revision: null },
  ...{ requiredByTiers: [], description: '' },
});
