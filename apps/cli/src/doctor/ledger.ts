import type { Instance } from '#libs/platform';
import type { ViewLag } from '#libs/views';
import { figure } from '../table';
import { bad, type Finding, note, ok } from './finding';

/** The log, and whether the views tell the same. */
export const lookAtLedger = async (instance: Instance): Promise<Finding[]> => {
  const head = await instance.store.head();
  return [
    ok('log', head === 0n ? 'Nothing is recorded yet.' : `The log ends at position ${figure(head)}.`),
    ...(await instance.progress.all(head)).map(view),
    await recordedOrder(instance),
    await quarantine(instance),
    await coverage(instance),
  ];
};

const view = ({ view: name, state, lag, error, errorPosition }: ViewLag): Finding => {
  if (state === 'stopped') {
    return bad(
      `view ${name}`,
      `Stopped at position ${errorPosition}: ${error} Mend the cause and resume it, or rebuild it.`,
    );
  }
  if (state === 'rebuilding')
    return note(`view ${name}`, 'Being rebuilt; the rows before it answer meanwhile.');
  return lag > 0n
    ? note(`view ${name}`, `Behind the log by ${figure(lag)}.`)
    : ok(`view ${name}`, 'Up to date.');
};

const recordedOrder = async ({ pool }: Instance): Promise<Finding> => {
  const { rows } = await pool.query<{ first: string | null; gaps: string }>(
    `select min(position) as first, count(*) as gaps
     from (select position, recorded_at < lag(recorded_at) over (order by position) as back from audit_trail) as events
     where back`,
  );
  const { first, gaps } = rows[0]!;
  return first === null
    ? ok('order', 'Recorded time never goes back.')
    : bad(
        'order',
        `Recorded time goes back ${figure(gaps)} times, first at position ${first}: the log was tampered with.`,
      );
};

const quarantine = async ({ pool }: Instance): Promise<Finding> => {
  const { rows } = await pool.query<{ events: number; first: string | null; reason: string | null }>(
    `select count(*)::int as events, min(position) as first, (array_agg(reason order by position))[1] as reason from quarantine`,
  );
  const { events, first, reason } = rows[0]!;
  return events === 0
    ? ok('quarantine', 'Every event can be read.')
    : bad('quarantine', `${figure(events)} events cannot be read, the first at position ${first}: ${reason}`);
};

/** From its first day on, a timeline known now has an answer for every day, and one only. */
const coverage = async ({ pool }: Instance): Promise<Finding> => {
  const { rows } = await pool.query<{ timelines: number; torn: number }>(
    `select count(distinct timeline_id)::int as timelines,
            count(distinct timeline_id) filter (where valid_until <> coalesce(next, 'infinity'))::int as torn
     from (select timeline_id, valid_until,
                  lead(valid_from) over (partition by timeline_id order by valid_from) as next
           from tier_history where known_until is null) as current`,
  );
  const { timelines, torn } = rows[0]!;
  return torn === 0
    ? ok('coverage', `${figure(timelines)} timelines, every day of them answered once.`)
    : bad(
        'coverage',
        `${figure(torn)} timelines have days without an answer: run tierledger rebuild tier-history.`,
      );
};
