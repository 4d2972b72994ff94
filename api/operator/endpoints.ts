import type { Endpoint } from '../http/endpoint.ts';
import { appEndpoints } from './apps.ts';
import { auditEndpoints } from './audit.ts';
import { catalogueEndpoints } from './catalogue.ts';
import { chainEndpoints } from './chains.ts';
import { feedEndpoints } from './feed.ts';
import { firstEndpoints } from './first.ts';
import { houseEndpoints } from './house.ts';
import { installationEndpoints } from './installation.ts';
import { ledgerEndpoints } from './ledger.ts';
import { liveEndpoints } from './lives.ts';
import { machineryEndpoints } from './machinery.ts';
import { moderationEndpoints } from './moderation.ts';
import { moneyEndpoints } from './money.ts';
import { staffEndpoints } from './operators.ts';
import { outsideEndpoints } from './outside.ts';
import { overviewEndpoints } from './overview.ts';
import { peopleEndpoints } from './people.ts';
import { replayEndpoints } from './replay.ts';
import { sessionEndpoints } from './session.ts';
import { walletHistoryEndpoints } from './wallet-history.ts';
import { withdrawalEndpoints } from './withdrawals.ts';
import { wordEndpoints } from './words.ts';

/** The operators' API: a file a subject, which exports its list, and a line here. */
const SUBJECTS: readonly (readonly Endpoint[])[] = [
  sessionEndpoints,
  firstEndpoints,
  staffEndpoints,
  overviewEndpoints,
  peopleEndpoints,
  ledgerEndpoints,
  moneyEndpoints,
  withdrawalEndpoints,
  liveEndpoints,
  replayEndpoints,
  moderationEndpoints,
  houseEndpoints,
  installationEndpoints,
  appEndpoints,
  machineryEndpoints,
  walletHistoryEndpoints,
  catalogueEndpoints,
  chainEndpoints,
  feedEndpoints,
  outsideEndpoints,
  wordEndpoints,
  auditEndpoints,
];

export const operatorEndpoints: readonly Endpoint[] = SUBJECTS.flat();
