import { setTimeout as after } from 'node:timers/promises';
import { StoreUnavailable } from '../store';

/** SQLSTATE classes and codes of a server that is leaving, starting, full, or asks to be tried again. */
const passing = /^(08|53|57P|40001|40P01|55P03|57014|58)/;

const bugs = new Set(['TypeError', 'RangeError', 'ReferenceError', 'ZodError']);

/** Whether the database could not be reached or was not able to, so that the outcome is not known. */
export const isTrouble = (error: unknown): boolean => {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: string };
  if (bugs.has(name ?? '')) return false;
  const isSqlState = typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code);
  return !isSqlState || passing.test(code);
};

const unavailable = (error: unknown): StoreUnavailable =>
  new StoreUnavailable(
    `The event store's database does not answer (${(error as Error).message}): what was asked of it may or may not have happened; try again.`,
    { cause: error },
  );

/** Pauses before another attempt, longer each time, with some chance in it so that processes do not return as one. */
const pauses = [50, 200, 800];

/** Tries work that may safely be done twice again while the trouble passes. @throws StoreUnavailable */
export const persistently = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isTrouble(error)) throw error;
      if (attempt === pauses.length) throw unavailable(error);
      await after(pauses[attempt]! * (0.5 + Math.random()));
    }
  }
};
