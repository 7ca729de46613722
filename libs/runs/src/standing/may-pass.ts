import { Conflict, StoreUnavailable } from '#libs/event-store';
import { StaleRead } from '#libs/views';

/** Whether it is not the event's fault, so that trying again helps. */
export const mayPass = (error: unknown): boolean => {
  if (error instanceof Conflict || error instanceof StoreUnavailable || error instanceof StaleRead)
    return true;
  // Of PostgreSQL: connections, resources, shutdowns, deadlocks; of the network: errors named by the system.
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : '';
  return (
    /^(08|53|57|58|40)/.test(code) || /^E[A-Z]+$/.test(code) || /Connection terminated|timeout/i.test(message)
  );
};
