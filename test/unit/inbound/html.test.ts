import fc from 'fast-check';
import { textOfHtml } from '../../../handover/inbound/html';

describe('textOfHtml', () => {
	it.each([
		['a line', '<div style="font-family: verdana, geneva; font-size: 11pt;">Testing it</div>', 'Testing it'],
		['paragraphs and breaks', '<p>Hello,</p>\r\n  <p>I need\n a <b>per</b>son.<br>Now.<br/>\n<br>Rosa</p>', 'Hello,\nI need a person.\nNow.\n\nRosa'],
		['a list and a table', '<ul><li>one</li><li>two</li></ul><table><tr><td>a</td><td>b</td></tr></table>', 'one\ntwo\na\nb'],
		['what is quoted', '<div>Yes</div><blockquote>Are you sure?</blockquote>', 'Yes\nAre you sure?'],
		['what is not shown', '<html><head><title>x</title></head><style>p { color: red }</style><body><!-- <p>hidden</p> -->Hi<script>1 < 2</script></body></html>', 'Hi'],
		['entities, once', '<p>1 &lt; 2 &amp;lt; &quot;3&quot; it&#39;s&nbsp;&#x1F600; &copy;</p>', '1 < 2 &lt; "3" it\'s 😀 &copy;'],
		['numbers that are no characters', '<p>&#0; &#xD800; &#9999999;</p>', '&#0; &#xD800; &#9999999;'],
		['what is never closed', '<p>Hi</p><style>p {', 'Hi'],
		['a comment that is never closed', '<p>Hi</p><!-- not you', 'Hi'],
	])('reads %s', (_name, html, text) => {
		expect(textOfHtml(html)).toBe(text);
	});

	it.each(['1 < 2 and 3 > 2', 'a\n\n\nb  c', '> Rosa <p@x.org> wrote:\nHello', 'AT&amp;T', ''])('leaves %j as it is', (text) => {
		expect(textOfHtml(text)).toBe(text);
	});

	it('never makes a text longer', () => {
		const pieces = fc.constantFrom('<', '>', '<p>', '</p>', '<br>', '<!--', '-->', '<style>', '</style>', '&lt;', '&#x1F600;', '&#9;', ' ', '\n', 'a', '😀');
		fc.assert(
			fc.property(fc.array(pieces), (parts) => {
				const html = `<p>${parts.join('')}`;
				expect(textOfHtml(html).length).toBeLessThanOrEqual(html.length);
			}),
		);
	});

	// Would take minutes if the time grew with the square of the length.
	it.each(['<', '<a', '<!--', '<style>', '<style', '</style', '<p><b> </b> ', '&#1', '<p ', '\n ', '<script></script '])('reads a long run of %j', (piece) => {
		const html = `<p>${piece.repeat(200_000 / piece.length)}`;
		expect(textOfHtml(html).length).toBeLessThanOrEqual(html.length);
	});
});
