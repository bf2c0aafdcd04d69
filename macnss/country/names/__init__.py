"""The words of the country, in both scripts: names of people, places, companies.

Every word is a `Name`: upper-case Latin letters without accents, as the e-BDS character set wants them, and Arabic.
People and companies are combined at random from these lists: nobody in them exists.
"""
