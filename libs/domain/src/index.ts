export * from './vocabulary';
export * from './account/account.events';
export * from './settings/settings.events';
export * from './scheme/policy-document';
export * from './scheme/scheme.events';
export * from './placement/knowledge';
export * from './placement/placement.events';
