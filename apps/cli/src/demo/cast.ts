import type { Instance } from '#libs/platform';
import type { Serving } from '../serve';
import { type Person, personAt } from './people';

/** Wes leads the sales of the west, and has a role in RevOps besides. */
export type Cast = Readonly<Record<'wes' | 'ana' | 'fay' | 'cara', Person>>;

export const castAt = async (instance: Instance, serving: Serving): Promise<Cast> => {
  const person = (name: string, ...roles: string[]) => personAt(instance, serving, name, roles);
  return {
    wes: await personAt(instance, serving, 'wes', ['sales-leader', 'revops'], 'west'),
    ana: await person('ana', 'revops', 'admin'),
    fay: await person('fay', 'finance'),
    cara: await person('cara', 'committee'),
  };
};
