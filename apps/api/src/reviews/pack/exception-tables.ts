import { type ExceptionKind, exceptionKinds, isMeasured, type Pack, type PackException } from '#libs/domain';
import { columnsOf, type PackRow, type PackTable } from './pack-table';

const words: Record<ExceptionKind, string> = {
  UNTIERED: 'Without a tier',
  STALE: 'Held for want of inputs',
  OVERDUE: 'Overdue',
  FLAPPING: 'Flapping: two reversals or more in four quarters',
  JUMP_2: 'Two tiers or more at once',
  WAIT_LISTED: 'Wait-listed',
  SEGREGATION: 'Segregation of duties',
  RETRO_DECISION: 'Decided about the past',
  OWNER_ROLE_MISMATCH: 'Served by another role than the tier asks for',
  OVER_SERVED: 'Over-served',
  UNDER_SERVED: 'Under-served',
  HIDDEN_GEM: 'Hidden gems',
  CRM_DRIFT: 'Drift from the CRM',
};

/** Section 8 in tables: how many there are of each kind, then each of them. */
export const exceptionTables = ({ sections: { exceptions } }: Pack): PackTable[] => {
  const kinds = exceptionKinds.map((kind) => ({ kind, section: exceptions[kind] }));
  return [
    {
      section: 'exceptions',
      name: 'kinds',
      title: 'Exceptions in figures',
      notes: [],
      columns: columnsOf({
        kind: ['Kind', 'text'],
        found: ['Found', 'count'],
        notMeasured: ['Why it is not measured', 'text'],
      }),
      rows: kinds.map(({ kind, section }) =>
        isMeasured(section)
          ? [words[kind], section.found.length, null]
          : [words[kind], null, section.notMeasured],
      ),
    },
    {
      section: 'exceptions',
      name: 'exceptions',
      title: 'Exceptions',
      notes: [],
      columns: columnsOf({
        kind: ['Kind', 'text'],
        externalId: ['Account', 'id'],
        name: ['Name', 'text'],
        day: ['Day', 'day'],
        arr: ['Closing ARR', 'money'],
        inWords: ['What was found', 'text'],
        decisionId: ['Decision', 'id'],
        overrideId: ['Override', 'id'],
      }),
      rows: {
        *[Symbol.iterator]() {
          for (const { kind, section } of kinds)
            if (isMeasured(section)) for (const one of section.found) yield rowOf(kind, one);
        },
      },
    },
  ];
};

const rowOf = (kind: ExceptionKind, one: PackException): PackRow => [
  ...[words[kind], one.externalId, one.name, one.day, one.externalId === null ? null : one.arr],
  ...[one.inWords, one.decisionId, one.overrideId],
];
