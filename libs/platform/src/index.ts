export * from './config';
export * from './instance';
export * from './signing-key';
