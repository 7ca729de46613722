export * from './store';
export * from './catalogue';
export * from './clock';
export * from './execute';
export * from './execute-many';
export * from './identity';
export * from './memory/memory-clock';
export * from './memory/memory-event-store';
export { UnreadableStream } from './replays';
