import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { insideScope, noParent, parentMeasure, type Profile, type Scope } from '#libs/domain';
import { PartOfPortfolio, Portfolio } from '#libs/views';
import { Questions } from '../../tiers/questions';
import { notFound, Problem } from '../problem';
import type { CallersScope } from './scope';

/** A caller with a scope asks for more than it. */
export const outOfScope = (detail: string): Problem => new Problem(403, 'OUT_OF_SCOPE', detail);

/** Says whether what a request names lies inside the caller's scope; what does not is not there for them. */
@Injectable()
export class ScopeGate {
  constructor(
    private readonly part: PartOfPortfolio,
    private readonly portfolio: Portfolio,
    private readonly questions: Questions,
  ) {}

  /** Outside or unknown is one answer. @throws Problem 404 */
  async accounts(scope: Scope, externalIds: readonly string[]): Promise<void> {
    for (const externalId of new Set(externalIds)) {
      const look = async () => (await this.part.inside(scope, [externalId])).has(externalId) || null;
      if (!(await this.questions.found('portfolio', look)))
        throw notFound(`There is no account ${externalId} in your part of the portfolio.`);
    }
  }

  /** @throws Problem 404 */
  async override(scope: Scope, id: string): Promise<void> {
    const look = async () => (await this.part.hasOverride(scope, id)) || null;
    if (!(await this.questions.found('overrides', look)))
      throw notFound(`There is no override ${id} in your part of the portfolio.`);
  }

  /** @throws Problem 404 */
  async treatmentChange(scope: Scope, id: string): Promise<void> {
    const look = async () => (await this.part.hasTreatmentChange(scope, id)) || null;
    if (!(await this.questions.found('treatments', look)))
      throw notFound(`There is no change of treatment ${id} in your part of the portfolio.`);
  }

  /** An account stays inside, and comes to stand under nobody outside. @throws Problem 403, 404 */
  async profile(scope: CallersScope, externalId: string, profile: Profile): Promise<void> {
    if (!scope) return;
    if (!insideScope(scope, profile))
      throw outOfScope(
        `With this owner and these attributes, ${externalId} would leave your part of the portfolio.`,
      );
    const { parentExternalId: parent } = profile;
    const known = await this.questions.found('portfolio', (at) => this.portfolio.get(externalId, at));
    if (parent !== null && parent !== known?.parentExternalId) await this.accounts(scope, [parent]);
  }

  /** What facts say of parents. @throws Problem 404 */
  async facts(
    scope: CallersScope,
    facts: readonly { readonly measure: string; readonly value: string }[],
  ): Promise<void> {
    const parents = facts.filter(({ measure, value }) => measure === parentMeasure && value !== noParent);
    if (scope)
      await this.accounts(
        scope,
        parents.map(({ value }) => value),
      );
  }

  /** What the route's address and body name. @throws Problem 404 */
  async named(scope: Scope, request: FastifyRequest): Promise<void> {
    const { scope: kept } = request.routeOptions.config;
    const { externalId, id = '' } = (request.params ?? {}) as { externalId?: string; id?: string };
    if (kept === 'override') return this.override(scope, id);
    if (kept === 'treatment-change') return this.treatmentChange(scope, id);
    if (kept !== 'account') return;
    const said = (request.body as { externalId?: unknown } | null | undefined)?.externalId;
    const names = [externalId, said].filter((name) => typeof name === 'string');
    if (names.length === 0) throw outOfScope('Name an account of your part of the portfolio.');
    return this.accounts(scope, names);
  }
}

/** Nobody with a scope comes farther than it: a route that does not say how it keeps to scopes admits none of them. */
export const keepToScopes = (fastify: FastifyInstance, gate: ScopeGate): void => {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { scope = 'refused', access } = request.routeOptions.config;
    if (!request.caller?.scope || request.is404 || access === 'public' || scope !== 'refused') return done();
    done(
      outOfScope(
        `${request.method} ${request.routeOptions.url} is about the whole portfolio, and your token is limited to a part of it.`,
      ),
    );
  });
  fastify.addHook('preHandler', (request, _reply, done) => {
    const scope = request.caller?.scope;
    if (!scope) return done();
    gate.named(scope, request).then(() => done(), done);
  });
};
