/** The one follower that keeps all read models, in one transaction. */
export const followerName = 'read-models';
