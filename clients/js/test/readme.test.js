// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const read = (path) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');

test('what the README shows is what the tests run', async () => {
	const readme = await read('README.md');
	const shown = [...readme.matchAll(/<!-- (\S+) -->\n```js\n([\s\S]*?)\n```/g)];
	assert.ok(shown.length > 0);
	for (const [, path, code] of shown) {
		const source = await read(path);
		assert.ok(source.includes(code), `${path} does not contain what the README shows of it`);
	}
});
