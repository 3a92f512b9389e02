"""How well the methods keep their promises on histories whose truth is known."""
