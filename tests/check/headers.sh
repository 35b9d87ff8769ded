#!/bin/sh
# Each header compiles alone: the public ones as strict C11 and as C++, the others as C11.
set -eu
: "${CC:=cc}" "${CXX:=c++}"
for h in $(cd include && find . -name '*.h'); do
	printf '#include <%s>\nextern int h;\n' "${h#./}" |
		$CC -std=c11 -pedantic-errors -Wall -Wextra -Werror -Iinclude -fsyntax-only -xc -
	printf '#include <%s>\nextern int h;\n' "${h#./}" |
		$CXX -std=c++11 -pedantic-errors -Wall -Wextra -Werror -Iinclude -fsyntax-only -xc++ -
done
for h in $(cd lib && find . -name '*.h'); do
	printf '#include "%s"\nextern int h;\n' "${h#./}" |
		$CC -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -Iinclude -Ilib -fsyntax-only -xc -
done
