import type { Instance } from '#libs/platform';
import type { Serving } from '../../serve';
import { personAt } from '../people';
import type { Quarter } from '../superstore';
import { type Demoted, demotedIn } from './demoted';
import { OverrideStory } from './override-story';
import type { Step } from './step';

/** An override from the first look at it to its end, and to that of its renewal. */
export interface OverrideLife {
  readonly customer: Demoted;
  readonly steps: readonly Step[];
}

/** Plays it at the API, as the people would: each line is a request and its answer, or what time did. */
export const playOverrideLife = async (
  instance: Instance,
  serving: Serving,
  lastQuarter: Quarter,
): Promise<OverrideLife> => {
  const person = (name: string, ...roles: string[]) => personAt(instance, serving, name, roles);
  const cast = {
    wes: await personAt(instance, serving, 'wes', ['sales-leader', 'revops'], 'west'),
    ana: await person('ana', 'revops', 'admin'),
    fay: await person('fay', 'finance'),
  };
  const customers = await demotedIn(cast.ana, lastQuarter);
  const story = new OverrideStory(cast, customers[0]!);
  await story.isAskedFor(customers.slice(1));
  await story.isApproved();
  await story.stands();
  await story.isRenewed();
  await story.ends();
  return { customer: customers[0]!, steps: story.steps };
};
