export { clue } from './clue';
export { caseFile as case } from './case';
export { register } from './register';
