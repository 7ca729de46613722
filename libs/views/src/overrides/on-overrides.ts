import { type OverrideEvent, overrideEvents } from '#libs/domain';
import type { Recorded } from '#libs/event-store';

type Type = OverrideEvent['type'];
type Effect<Batch> = (recorded: Recorded<OverrideEvent>, batch: Batch) => void;

/**
 * One effect of everything that is recorded of an override. A view names what it leaves out, never what it takes: an
 * event that is new is then forgotten by none.
 */
export const onOverrides = <Batch>(
  effect: Effect<Batch>,
  { but = [] }: { readonly but?: readonly Type[] } = {},
): { readonly [T in Type]?: Effect<Batch> } => {
  const effects: { [T in Type]?: Effect<Batch> } = {};
  for (const { type } of overrideEvents) if (!but.includes(type)) effects[type] = effect;
  return effects;
};
