import { Injectable } from '@nestjs/common';
import { type Factor, factors, readsFamilies, schemeKnowledge, type Scope } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { readScheme } from '#libs/runs';
import { type DiffQuestion, Hierarchy, type Known, type Moved, type Point, PortfolioDiff } from '#libs/views';

/** What causes are read from. */
export const diffViews = ['tier-history', 'decisions', 'schemes', 'hierarchy'] as const;

interface KnownPoint {
  readonly asOf: Day;
  readonly at: Known;
}

export interface Between {
  readonly scheme: string;
  readonly view: string;
  readonly a: KnownPoint;
  readonly b: KnownPoint;
}

/** Asks who moved between two points of both clocks, and why. */
@Injectable()
export class Diffs {
  constructor(
    private readonly portfolioDiff: PortfolioDiff,
    private readonly hierarchy: Hierarchy,
    private readonly store: EventStore,
  ) {}

  async causes(between: Between, externalIds: readonly string[]): Promise<Moved[]> {
    return this.portfolioDiff.causes(await this.question(between), externalIds);
  }

  async page(
    between: Between,
    inside: Scope | null,
    page: { readonly limit: number; readonly after?: string },
  ) {
    return this.portfolioDiff.within(inside).page(await this.question(between), page);
  }

  async *stream(between: Between, inside: Scope | null): AsyncIterable<readonly Moved[]> {
    yield* this.portfolioDiff.within(inside).stream(await this.question(between));
  }

  /** How many moves each factor has caused: together as many as there are. */
  async counts(between: Between, inside: Scope | null): Promise<Record<Factor, number>> {
    const counts = Object.fromEntries(factors.map((factor) => [factor, 0])) as Record<Factor, number>;
    for await (const batch of this.stream(between, inside))
      for (const { cause } of batch) counts[cause.factor] += 1;
    return counts;
  }

  private async question({ scheme, view, a, b }: Between): Promise<DiffQuestion> {
    const plan = schemeKnowledge(await readScheme(this.store, scheme, b.at.position));
    const families = plan.policies.some(({ document }) => readsFamilies(document));
    return {
      scheme,
      view,
      plan,
      a: { asOf: a.asOf, ...a.at },
      b: { asOf: b.asOf, ...b.at },
      ...(families && { familyOf: (externalId: string, at: Point) => this.familyOf(externalId, at) }),
    };
  }

  private async familyOf(externalId: string, { asOf, position }: Point): Promise<string[]> {
    const kinship = await this.hierarchy.kinship([externalId], asOf, position);
    return kinship
      .membersOf(externalId)
      .map((member) => member.externalId)
      .sort();
  }
}
