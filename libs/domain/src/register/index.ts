import * as numbering from './numbering';
import * as reactions from './reactions';
import { register } from './stages';

/** Document numbers without gaps: one stream for each kind and year. */
export const registerLifecycle = register.lifecycle({ rows: numbering, reactions });
