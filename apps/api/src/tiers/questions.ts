import { Injectable } from '@nestjs/common';
import { accountView } from '#libs/domain';
import { EventStore, type Position } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';
import { type Known, KnownAt, Progress, Schemes, type TierQuestion } from '#libs/views';
import { IsCode, IsDay, IsInstant } from '../http/fields';
import { Freshness } from '../http/freshness';
import { IsMinPosition } from '../http/paging/paging';
import { invalidField, notFound } from '../http/problem';
import { Tenant } from '../settings/tenant';

/** Which timelines a question is about, and the moment whose knowledge it uses. */
export class Scope {
  @IsCode({ optional: true, description: 'The primary scheme when absent.' }) scheme?: string;
  @IsCode({ optional: true, description: '`ACCOUNT` when absent.' }) view?: string;
  @IsInstant({ optional: true, description: 'As known at this moment; by now when absent.' })
  knownAt?: Instant;
  @IsMinPosition() minPosition?: string;
}

/** A question about one day. */
export class OnADay extends Scope {
  @IsDay({ optional: true, description: 'Today in the governance time zone when absent.' }) asOf?: Day;
}

/** A question about the days from one to another. */
export class Between extends Scope {
  @IsDay({ description: 'The opening day.' }) from!: Day;
  @IsDay({ description: 'The closing day.' }) to!: Day;
}

/** Where a question stands in both clocks, as every page of its answer keeps it. */
export type Standing = Pick<TierQuestion, 'scheme' | 'view' | 'asOf' | 'at' | 'today'>;

/** Completes what a caller left out of a question. */
@Injectable()
export class Questions {
  constructor(
    private readonly tenant: Tenant,
    private readonly knownAt: KnownAt,
    private readonly schemes: Schemes,
    private readonly progress: Progress,
    private readonly store: EventStore,
    private readonly freshness: Freshness,
  ) {}

  async onADay(
    { asOf, ...scope }: OnADay,
    views: string | readonly string[] = 'tier-history',
  ): Promise<Standing> {
    const today = await this.tenant.today();
    const { scheme, view, at } = await this.scope(scope, views);
    return { scheme, view, at, asOf: asOf ?? today, today };
  }

  /** The same, where no account is named whose absence would be noticed: the scheme has to be there. */
  async inScheme(question: OnADay, views?: string | readonly string[]): Promise<Standing> {
    const standing = await this.onADay(question, views);
    await this.schemeIsKnown(standing.scheme);
    return standing;
  }

  async between({ from, to, ...scope }: Between) {
    if (from >= to)
      throw invalidField('/from', 'The opening day lies before the closing day: `from` is before `to`.');
    const { scheme, view, at } = await this.scope(scope);
    await this.schemeIsKnown(scheme);
    return { scheme, view, at, from, to };
  }

  async scope(
    { scheme, view = accountView, ...known }: Scope,
    views: string | readonly string[] = 'tier-history',
  ) {
    return { scheme: scheme ?? (await this.primary()), view, at: await this.known(known, views) };
  }

  async known(
    { knownAt, minPosition }: Pick<Scope, 'knownAt' | 'minPosition'>,
    view: string | readonly string[] = 'tier-history',
  ): Promise<Known> {
    if (knownAt === undefined && minPosition === undefined) await this.freshness.of([view].flat());
    return this.knownAt.resolve({
      view,
      ...(knownAt && { knownAt }),
      ...(minPosition && { minPosition: BigInt(minPosition) satisfies Position }),
    });
  }

  /** @throws Problem 404 for a scheme that nobody has opened */
  async schemeIsKnown(scheme: string): Promise<void> {
    if (await this.found('schemes', () => this.schemes.get(scheme))) return;
    throw notFound(`There is no scheme ${scheme}: GET /v1/schemes names them.`);
  }

  /** A view that has nothing may only be late: it is asked again once it has all that is in the log by now. */
  async found<T>(view: string, look: (at: Position) => Promise<T | null>): Promise<T | null> {
    const { checkpoint } = await this.progress.of(view);
    const found = await look(checkpoint.commit);
    if (found !== null) return found;
    const head = await this.store.head();
    await this.progress.reach(view, head);
    return look(head);
  }

  private async primary(): Promise<string> {
    const primary = await this.found('schemes', () => this.schemes.primary());
    if (!primary) throw notFound('There is no scheme yet: PUT /v1/schemes/{scheme} opens one.');
    return primary.scheme;
  }
}
