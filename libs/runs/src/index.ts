export * from './jobs/job';
export * from './jobs/jobs';
export * from './imports/import';
export * from './imports/imports';
export * from './evaluation/evaluation';
export * from './evaluation/evaluations';
export * from './reassessment/reassessment';
export * from './clock/simulated-time';
