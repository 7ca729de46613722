import { Injectable } from '@nestjs/common';
import {
  ExternalId,
  type InputFact,
  noParent,
  parentMeasure,
  type Profile,
  type ToldParents,
} from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { Hierarchy, Progress } from '#libs/views';
import { type FieldError, invalid, Problem } from '../http/problem';

/** Looks at what is said of parents before it is recorded: nobody comes to stand under itself, where that can be seen. */
@Injectable()
export class Parents {
  constructor(
    private readonly hierarchy: Hierarchy,
    private readonly progress: Progress,
    private readonly store: EventStore,
  ) {}

  /** @throws Problem PARENT_CYCLE */
  async declared(externalId: string, { parentExternalId: declared }: Profile): Promise<void> {
    if (declared === null) return;
    if (declared === externalId) throw cycle(externalId, [externalId], null);
    await this.refuseCircle(externalId, (told) => ({ ...told, declared }));
  }

  /** @throws Problem PARENT_CYCLE, VALIDATION_FAILED for a parent that is no id */
  async said(externalId: string, facts: readonly InputFact[]): Promise<void> {
    const said = facts.filter(({ measure }) => measure === parentMeasure);
    if (said.length === 0) return;
    refuseWhatIsNoId(facts);
    const itself = said.find(({ value }) => value === externalId);
    if (itself) throw cycle(externalId, [externalId], itself.validFrom);
    const ids = new Set(said.map(({ factId }) => factId));
    await this.refuseCircle(externalId, (told) => ({
      ...told,
      facts: [...told.facts.filter(({ factId }) => !ids.has(factId)), ...said],
    }));
  }

  /** @throws Problem MERGE_CYCLE where the survivor is part of the account, or stands under it, from the day on or later */
  async merged(externalId: string, into: ExternalId, on: Day): Promise<void> {
    const circle = await this.circleOf(externalId, (told) => ({ ...told, merged: { into, on } }));
    if (!circle) return;
    throw new Problem(
      422,
      'MERGE_CYCLE',
      `${into} stands under ${externalId} or is part of it (${circle.path.join(' < ')}): merge the other way round, or end that first.`,
      { details: { path: circle.path } },
    );
  }

  private async refuseCircle(externalId: string, said: (told: ToldParents) => ToldParents): Promise<void> {
    const circle = await this.circleOf(externalId, said);
    if (circle) throw cycle(externalId, circle.path, circle.on);
  }

  private async circleOf(externalId: string, said: (told: ToldParents) => ToldParents) {
    await this.progress.reach('hierarchy', await this.store.head());
    return this.hierarchy.circleOf(externalId, said);
  }
}

const cycle = (externalId: string, path: readonly string[], on: Day | null): Problem =>
  new Problem(
    422,
    'PARENT_CYCLE',
    `${externalId} would stand under itself${on === null ? '' : ` from ${on} on`} (${[...path, externalId].join(' < ')}): name another parent.`,
    { details: { path } },
  );

const refuseWhatIsNoId = (facts: readonly InputFact[]): void => {
  const errors = facts.flatMap(({ measure, value }, index): FieldError[] =>
    measure !== parentMeasure || value === noParent || ExternalId.safeParse(value).success
      ? []
      : [
          {
            pointer: `/facts/${index}/value`,
            detail: `A parent is named by its external id, at most 128 characters; \`${noParent}\` is none.`,
          },
        ],
  );
  if (errors.length > 0) throw invalid(errors);
};
