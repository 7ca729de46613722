import { hash } from 'node:crypto';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID, of whichever version. */
export const isUuid = (text: string): boolean => uuidPattern.test(text);

/**
 * The UUID (version 5) that a name has in a namespace: the same two always give the same id.
 * @throws TypeError when the namespace is no UUID
 */
export const idFor = (namespace: string, name: string): string => {
  if (!isUuid(namespace))
    throw new TypeError(`"${namespace}" is no UUID: ids derive from a UUID and a name.`);
  const digest = hash('sha1', Buffer.concat([uuidBytes(namespace), Buffer.from(name)]), 'buffer');
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  return uuidText(digest.toString('hex'));
};

/**
 * The id of an event is the beginning of its hash, in the shape of a UUID (version 8): the same append made again
 * gives the same ids, and another event has another, also at the same place and by the same command.
 */
export const eventId = (hashOfEvent: string): string =>
  uuidText(`${hashOfEvent.slice(0, 12)}8${hashOfEvent.slice(13, 16)}8${hashOfEvent.slice(17, 32)}`);

const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

const uuidText = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
