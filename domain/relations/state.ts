export interface Relations {
  /** Whose relations they are; 0 while nothing has happened. */
  userId: number;
  following: Set<number>;
  blocked: Set<number>;
  friends: Set<number>;
  /** Whom the user has asked to be friends, without an answer, oldest first. */
  requested: Set<number>;
}
