#!/usr/bin/env python3
"""wordclass.py - writes wordclass.inc from the Unicode character database

    ./wordclass.py /usr/share/unicode > wordclass.inc

The folder is that of Debian's package unicode-data.  Classes are single letters, see words.c.
"""
import re
import sys

CLASS = {
    'ALetter': 'L', 'Hebrew_Letter': 'H', 'Numeric': 'N', 'Katakana': 'K', 'ExtendNumLet': 'X',
    'Extend': 'E', 'Format': 'E', 'ZWJ': 'E',
    'MidLetter': 'M', 'MidNum': 'C', 'MidNumLet': 'D', 'Single_Quote': 'Q', 'Double_Quote': 'W',
}
COLONS = 0x3A, 0xFE13, 0xFE55, 0xFF1A  # MidLetter for the sake of Swedish; here a colon parts words
PLANE = 0x10000  # the table holds the first; what lies beyond is a list of ranges
BLOCK = 64


def ranges(path):
    with open(path, encoding='utf-8') as f:
        for line in f:
            m = re.match(r'([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*(\w+)', line)
            if m:
                yield int(m[1], 16), int(m[2] or m[1], 16), m[3]


def categories(path):
    first = None
    with open(path, encoding='utf-8') as f:
        for line in f:
            code, name, category = line.split(';')[:3]
            if name.endswith('First>'):
                first = int(code, 16)
                continue
            yield first if first is not None else int(code, 16), int(code, 16), category
            first = None


def classes(folder):
    """The class of every character; a letter without a word break property stands alone."""
    table = [' '] * 0x110000
    for first, last, category in categories(folder + '/UnicodeData.txt'):
        if category[0] == 'L' or category == 'Nl':
            table[first:last + 1] = 'I' * (last + 1 - first)
    for first, last, prop in ranges(folder + '/auxiliary/WordBreakProperty.txt'):
        table[first:last + 1] = CLASS.get(prop, ' ') * (last + 1 - first)
    for colon in COLONS:
        table[colon] = ' '
    return ''.join(table)


def byte_kind(table, byte):
    if byte >= 0x80:
        return 8
    return {'L': 1, 'N': 1, 'X': 3, ' ': 0}.get(table[byte], 4)


def rows(numbers, width):
    for i in range(0, len(numbers), width):
        print('\t' + ', '.join(str(x) for x in numbers[i:i + width]) + ',')


def main():
    table = classes(sys.argv[1])
    with open(sys.argv[1] + '/auxiliary/WordBreakProperty.txt', encoding='utf-8') as f:
        version = re.search(r'-([0-9.]+)\.txt', f.readline())[1]
    print(f'/* wordclass.inc - word break classes of Unicode {version}; written by wordclass.py */\n')

    print('/* Sums of the constants of words.c. */\nstatic const uint8_t byte_kind[256] = {')
    rows([byte_kind(table, b) for b in range(256)], 32)
    print('};\n')

    blocks = [table[i:i + BLOCK] for i in range(0, PLANE, BLOCK)]
    unique = list(dict.fromkeys(blocks))
    assert len(unique) <= 256
    print('/* The row of class_row that holds characters 64 i to 64 i + 63. */')
    print(f'static const uint8_t class_index[{len(blocks)}] = {{')
    rows([unique.index(b) for b in blocks], 32)
    print('};\n')
    print(f'static const char class_row[{len(unique)}][{BLOCK + 1}] = {{')
    for block in unique:
        print(f'\t"{block}",')
    print('};\n')

    print(f'/* What is not a blank from U+{PLANE:X} up, in ascending order. */')
    print('static const struct class_range {\n\tuint32_t first, last;\n\tchar class;\n} class_beyond[] = {')
    rows([f"{{ 0x{PLANE + m.start():X}, 0x{PLANE + m.end() - 1:X}, '{m[1]}' }}"
          for m in re.finditer(r'([A-Z])\1*', table[PLANE:])], 4)
    print('};')


main()
