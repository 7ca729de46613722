import { OrgChart } from '../org/org-chart';
import { conflictsOf } from '../segregation/segregation';
import type { PackException } from './exceptions-section';
import { type OverrideTold, peopleIn, type YesTold } from './overrides-told';
import type { Scene } from './scene';

/** What the segregation of duties holds against the yeses of the quarter, with the organisation as known at the pin. */
export const segregationFindings = (scene: Scene): PackException[] => {
  const { opening, closing } = scene.inputs.coordinates;
  const chart = new OrgChart(scene.inputs.org);
  return scene.overrides.flatMap((told) =>
    told.yeses
      .filter(({ on }) => opening <= on && on < closing)
      .flatMap((yes) => findingsOf(yes, told, scene, chart)),
  );
};

const findingsOf = (
  yes: YesTold,
  { life, externalId }: OverrideTold,
  { inputs, nameOf }: Scene,
  chart: OrgChart,
): PackException[] => {
  const { role, decidedBy, onBehalfOf, on, before } = yes;
  const account = inputs.accounts.find((one) => one.externalId === externalId);
  const findings = conflictsOf({
    matter: {
      act: life.kind === 'EMERGENCY' ? 'ratify' : 'approve',
      scheme: inputs.coordinates.scheme,
      requestedBy: life.requestedBy,
      approvedBy: peopleIn(before),
      account,
    },
    decider: { person: decidedBy, roles: [role], onBehalfOf, as: role },
    chart,
    on,
  });
  return findings.map(({ rule, detail }) => ({
    externalId,
    name: nameOf(externalId),
    day: on,
    overrideId: life.overrideId,
    decisionId: null,
    inWords: `${rule}, by what is known at the pin: ${decidedBy} decided as ${role}. ${detail}`,
  }));
};
