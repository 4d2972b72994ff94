export interface PushTokenCommand {
  type: 'TakePushToken';
  tokenHash: string;
  userId: number;
}
