import type { Instance } from '#libs/platform';
import { buildApi } from './api';

/** Answers HTTP for an instance on the host and port of its configuration; `close` lets what is under way finish. */
export const listen = async (instance: Instance): Promise<{ url: string; close(): Promise<void> }> => {
  const { app } = await buildApi(instance);
  const { host, port } = instance.config;
  await app.listen(port, host);
  return { url: await app.getUrl(), close: () => app.close() };
};
