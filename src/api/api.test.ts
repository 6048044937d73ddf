import { describeApi } from './api.contract.ts';
import { openFakeApi } from './fakes/open-fake-api.fixture.ts';

describeApi('the app with fake engines', openFakeApi);
