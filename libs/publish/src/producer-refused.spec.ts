import { kafkaBroker, needs, type KafkaBroker } from '@anjuan/test/support';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, logLevel, ResourcePatternTypes } from 'kafkajs';
import { kafkaPublisher } from './kafka-publisher';

const topic = 'refused';
const toSockets = () => process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;

needs('kafka')('brokers that let nobody publish', () => {
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await kafkaBroker({ 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'allow.everyone.if.no.acl.found': 'true', 'super.users': 'User:nobody' });
  });
  afterAll(() => broker.stop());

  const forbid = async () => {
    const admin = new Kafka({ clientId: 'office', brokers: [broker.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic }], waitForLeaders: true });
    const of = (resourceType: AclResourceTypes, resourceName: string, operation: AclOperationTypes, permissionType: AclPermissionTypes) =>
      ({ resourceType, resourceName, resourcePatternType: ResourcePatternTypes.LITERAL, principal: 'User:ANONYMOUS', host: '*', operation, permissionType });
    // Where there is a rule, what it does not allow is forbidden; the broker itself is somebody without a name, too.
    await admin.createAcls({ acl: [
      of(AclResourceTypes.CLUSTER, 'kafka-cluster', AclOperationTypes.ALL, AclPermissionTypes.ALLOW), of(AclResourceTypes.CLUSTER, 'kafka-cluster', AclOperationTypes.IDEMPOTENT_WRITE, AclPermissionTypes.DENY),
      of(AclResourceTypes.TOPIC, '*', AclOperationTypes.ALL, AclPermissionTypes.ALLOW), of(AclResourceTypes.TOPIC, '*', AclOperationTypes.WRITE, AclPermissionTypes.DENY),
    ] });
    await admin.disconnect();
  };

  it('leave no connection open behind an attempt, however often it is tried again', async () => {
    await forbid();
    const publisher = kafkaPublisher(broker.brokers, [topic]);
    const before = toSockets();
    for (let tries = 0; tries < 3; tries += 1) await expect(publisher.publish([{ topic, key: 'a', value: 'b', position: 1 }], [])).rejects.toThrow(/authoriz/i);
    expect(toSockets()).toBe(before);
    await publisher.close();
  });
});
