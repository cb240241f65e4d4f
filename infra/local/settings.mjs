/** @typedef {{ setting: string, port: number }} PortSetting */

/** @type {(setting: string, standard: number) => PortSetting} */
const port = (setting, standard) => {
  const given = process.env[setting];
  if (given === undefined || given === '') return { setting, port: standard };
  const number = Number(given);
  if (!Number.isInteger(number) || number < 1 || number > 65535) throw new Error(`${setting}=${given} is not a port: it takes a whole number from 1 to 65535.`);
  return { setting, port: number };
};

/** Every port that `npm start` opens on the loopback, with the setting that moves it. */
export const ports = () => ({
  api: port('ANJUAN_PORT', 3900),
  postgres: port('ANJUAN_PG_PORT', 5439),
  temporal: port('ANJUAN_TEMPORAL_PORT', 7239),
  temporalUi: port('ANJUAN_TEMPORAL_UI_PORT', 8239),
  kafka: port('ANJUAN_KAFKA_PORT', 9239),
  kafkaController: port('ANJUAN_KAFKA_CONTROLLER_PORT', 9240),
});

/** Real servers given by the operator; empty counts as not given. */
export const given = () => ({
  databaseUrl: process.env.DATABASE_URL || undefined,
  temporalAddress: process.env.TEMPORAL_ADDRESS || undefined,
  temporalUiUrl: process.env.TEMPORAL_UI_URL || undefined,
  kafkaBrokers: process.env.KAFKA_BROKERS || undefined,
});
