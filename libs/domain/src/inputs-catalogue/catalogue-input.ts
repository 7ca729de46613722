import { aggregate, canonicalJson } from '#libs/kernel';
import type { Measure, PersonId } from '../vocabulary';
import { InputDescribed, type InputEntry, type InputEvent, inputEvents } from './input.events';

/** Says what a measure is: how it is called and told, where it comes from, how old it may be, who has to have it. */
export interface DescribeInput {
  readonly type: 'DescribeInput';
  readonly measure: Measure;
  readonly entry: InputEntry;
  readonly describedBy: PersonId;
}

/** A measure in the catalogue of inputs; null until the tenant has described it. */
export const catalogueInput = aggregate<InputEntry | null, DescribeInput, InputEvent>({
  category: 'input',
  idOf: ({ measure }) => measure,
  events: inputEvents,
  initialState: () => null,
  decide: {
    DescribeInput: ({ measure, entry, describedBy }, before) =>
      before !== null && canonicalJson(before) === canonicalJson(entry)
        ? []
        : [InputDescribed({ measure, entry, describedBy })],
  },
  evolve: { InputDescribed: (_, { entry }) => entry },
});
