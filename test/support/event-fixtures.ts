import approval from '../fixtures/events/approval.json' with { type: 'json' };
import catalogue from '../fixtures/events/catalogue.json' with { type: 'json' };
import chat from '../fixtures/events/chat.json' with { type: 'json' };
import conference from '../fixtures/events/conference.json' with { type: 'json' };
import conversation from '../fixtures/events/conversation.json' with { type: 'json' };
import credential from '../fixtures/events/credential.json' with { type: 'json' };
import devices from '../fixtures/events/devices.json' with { type: 'json' };
import feed from '../fixtures/events/feed.json' with { type: 'json' };
import file from '../fixtures/events/file.json' with { type: 'json' };
import group from '../fixtures/events/group.json' with { type: 'json' };
import house from '../fixtures/events/house.json' with { type: 'json' };
import identity from '../fixtures/events/identity.json' with { type: 'json' };
import inbox from '../fixtures/events/inbox.json' with { type: 'json' };
import kernel from '../fixtures/events/kernel.json' with { type: 'json' };
import listens from '../fixtures/events/listens.json' with { type: 'json' };
import live from '../fixtures/events/live.json' with { type: 'json' };
import logkey from '../fixtures/events/logkey.json' with { type: 'json' };
import operator from '../fixtures/events/operator.json' with { type: 'json' };
import order from '../fixtures/events/order.json' with { type: 'json' };
import payment from '../fixtures/events/payment.json' with { type: 'json' };
import push from '../fixtures/events/push.json' with { type: 'json' };
import recordings from '../fixtures/events/recordings.json' with { type: 'json' };
import relations from '../fixtures/events/relations.json' with { type: 'json' };
import switchboard from '../fixtures/events/switchboard.json' with { type: 'json' };
import topics from '../fixtures/events/topics.json' with { type: 'json' };
import topup from '../fixtures/events/topup.json' with { type: 'json' };
import user from '../fixtures/events/user.json' with { type: 'json' };
import verification from '../fixtures/events/verification.json' with { type: 'json' };
import wallet from '../fixtures/events/wallet.json' with { type: 'json' };
import withdrawal from '../fixtures/events/withdrawal.json' with { type: 'json' };
import words from '../fixtures/events/words.json' with { type: 'json' };

/** Events as logs hold them, by type: one or more of each (test/fixtures/events/). */
export const eventFixtures = {
  ...catalogue,
  ...approval,
  ...chat,
  ...conference,
  ...conversation,
  ...credential,
  ...devices,
  ...feed,
  ...file,
  ...group,
  ...house,
  ...identity,
  ...inbox,
  ...kernel,
  ...listens,
  ...live,
  ...logkey,
  ...operator,
  ...order,
  ...payment,
  ...push,
  ...recordings,
  ...relations,
  ...switchboard,
  ...topup,
  ...user,
  ...topics,
  ...verification,
  ...wallet,
  ...withdrawal,
  ...words,
};
