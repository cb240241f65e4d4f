export * from './port';
export { publishAnew, type Acknowledged } from './acknowledged';
export { kafkaPublisher } from './kafka-publisher';
export { startPublisher, type Publishing } from './start-publisher';
