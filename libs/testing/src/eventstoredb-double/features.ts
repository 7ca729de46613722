import { randomUUID } from 'node:crypto';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { UUID, type Empty } from '@eventstore/db-client/generated/shared_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { handleUnaryCall } from '@grpc/grpc-js';
import { answer, awaitTurn, type Server } from './server';

const version = '24.10.7.0';
const methods = [StreamsService, ServerFeaturesService, GossipService].flatMap((service) =>
  Object.values(service),
);

/** What the client decides by whether to append in batches; names in lower case, as the server gives them. */
export const getSupportedMethods =
  (server: Server): handleUnaryCall<Empty, SupportedMethods> =>
  (call, respond) =>
    answer(server, call, respond, async () => {
      await awaitTurn(server, call);
      const supported = methods.map(({ path }) => {
        const [, service = '', method = ''] = String(path).toLowerCase().split('/');
        return new SupportedMethod().setServiceName(service).setMethodName(method);
      });
      return new SupportedMethods().setMethodsList(supported).setEventStoreServerVersion(version);
    });

/** A cluster of one, leading itself. */
export const readGossip = (server: Server): handleUnaryCall<Empty, ClusterInfo> => {
  const instanceId = randomUUID();
  return (call, respond) =>
    answer(server, call, respond, async () => {
      await awaitTurn(server, call);
      const member = new MemberInfo()
        .setInstanceId(new UUID().setString(instanceId))
        .setTimeStamp(String(BigInt(Date.now()) * 10_000n))
        .setState(MemberInfo.VNodeState.LEADER)
        .setIsAlive(true)
        .setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(server.port));
      return new ClusterInfo().setMembersList([member]);
    });
};
