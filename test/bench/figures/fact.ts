import { randomUUID } from 'node:crypto';
import { FactId, FactsRecorded, FactValue, type InputFact, Measure } from '#libs/domain';
import type { Context } from '#libs/event-store';
import { canonicalJson, day } from '#libs/kernel';
import { ExternalId } from '#libs/domain';

const measure = Measure.parse('acv');
const validFrom = day('2026-01-15');

/** A fact as an integration would send it. */
export const fact = (id: string, value = '125000.00'): InputFact => ({
  factId: FactId.parse(id),
  measure,
  value: FactValue.parse(value),
  validFrom,
  source: 'crm',
});

export const factsRecorded = (externalId: string, id: string) =>
  FactsRecorded({ externalId: ExternalId.parse(externalId), facts: [fact(id)] });

/** The payload of such an event as it is stored, for the raw side. */
export const storedFact = canonicalJson(factsRecorded('A0000001', 'crm-0000001').data);

/** A context of its own for each command, as a request has one. */
export const context = (): Context => {
  const commandId = randomUUID();
  return { actor: 'bench', commandId, correlationId: commandId };
};
