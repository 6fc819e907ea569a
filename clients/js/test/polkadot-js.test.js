// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findUnknownExtensions } from '@polkadot/types/extrinsic/signedExtensions';
import * as polkadotJs from '../examples/polkadot-js.js';
import { tell, url } from './story.js';

test('polkadot.js needs no custom types', async () => {
	const { api, close } = await polkadotJs.connect(url);
	try {
		assert.equal(api.runtimeVersion.specName.toString(), 'straddle');
		assert.equal(api.extrinsicVersion, 4);
		// Every type of the metadata can be made: none is missing.
		const { lookup } = api.registry;
		for (const { id } of lookup.types) {
			assert.doesNotThrow(() => lookup.getTypeDef(id), `type ${id}`);
		}
		// polkadot.js signs nothing for an extension that it does not know. So such an extension must not
		// want anything signed.
		const unknown = findUnknownExtensions(api.registry.signedExtensions);
		const { transactionExtensions, signedExtensions } = api.runtimeMetadata.asLatest.extrinsic;
		for (const extension of transactionExtensions ?? signedExtensions) {
			const name = extension.identifier.toString();
			if (!unknown.includes(name)) continue;
			for (const type of [extension.type, extension.implicit ?? extension.additionalSigned]) {
				assert.equal(lookup.getTypeDef(type).type, 'Null', `${name} adds bytes to what is signed`);
			}
		}
	} finally {
		await close();
	}
});

tell('polkadot.js', polkadotJs);
