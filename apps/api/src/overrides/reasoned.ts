import type { Context } from '#libs/event-store';

/** What is recorded says why, where somebody did. */
export const reasoned = (context: Context, reason: string | undefined): Context => ({
  ...context,
  ...(reason && { reason }),
});
