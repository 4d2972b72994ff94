/** Members of a group. All of them are in the state that commands are decided against: some 5 MB at this size. */
export const MAX_GROUP_MEMBERS = 100_000;
/** Members that one event names, so that whoever follows the log handles it in a moment. */
export const MAX_MEMBERS_PER_EVENT = 200;
/** People that one command adds or removes. */
export const MAX_MEMBERS_PER_COMMAND = 1_000;
/** Members that one step of emptying a destroyed group removes: as many as fit into an append, with room to spare. */
export const MAX_EMPTIED_AT_ONCE = 20_000;
/** Administrators of a group, beside its owner. */
export const MAX_GROUP_ADMINS = 100;
/** Groups of one person: a device is on the channel of each, and a list of conversations looks at all of them. */
export const MAX_GROUPS_OF_PERSON = 500;

/** Lengths in code points. */
export const MAX_GROUP_NAME_CHARS = 128;
export const MAX_GROUP_TEXT_CHARS = 5_000;
/** Longest address of a group's picture, in characters. */
export const MAX_GROUP_PICTURE_CHARS = 1_024;
