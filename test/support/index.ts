export { type DevTemporal, devTemporal } from './dev-temporal';
export { type Database, freshDatabase } from './fresh-database';
export { findGo } from './go';
export { type KafkaBroker, kafkaBroker } from './kafka-broker';
export { chromium, needs } from './needs';
export { timeSkippingServer } from './time-skipping-server';
